package dev.daybreak.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Whether {@code daybreak.yaml}, the driver's pod and the template of executors say the same. */
final class SettingsRules {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^}]+)}");
    private static final Pattern SECRET_KEY = Pattern.compile("(?i).*(password|token|secret)");

    private final Manifests manifests;
    private final PodSpec driver;
    private final String settings;
    private final Map<?, ?> conf;
    private final List<String> problems = new ArrayList<>();

    private SettingsRules(Manifests manifests, PodSpec driver, String settings) {
        this.manifests = manifests;
        this.driver = driver;
        this.settings = settings;
        Map<?, ?> engine = (Map<?, ?>) tree().get("engine");
        this.conf = (Map<?, ?>) ((Map<?, ?>) engine.get("spark")).get("conf");
    }

    static List<String> problems(Manifests manifests, PodSpec driver, String settings, Pod executor) {
        SettingsRules rules = new SettingsRules(manifests, driver, settings);
        rules.secrets("", rules.tree());
        rules.variables();
        rules.template();
        rules.executor(executor.getSpec().getContainers().get(0));
        return rules.problems;
    }

    private Map<?, ?> tree() {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(settings);
    }

    private void secrets(String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> secrets(name.toString(), inner));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> secrets(key, inner));
        } else if (SECRET_KEY.matcher(key).matches()) {
            require(
                    VARIABLE.matcher(value.toString()).matches(),
                    "daybreak.yaml has the value of '" + key + "' in the file");
        }
    }

    private void variables() {
        Set<String> given = driver.getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .map(EnvVar::getName)
                .collect(Collectors.toSet());
        Matcher variable = VARIABLE.matcher(settings);
        while (variable.find()) {
            require(
                    given.contains(variable.group(1)),
                    "daybreak.yaml reads variable " + variable.group(1) + ", which the driver's pod has not");
        }
    }

    private void template() {
        String file = conf.get("spark.kubernetes.executor.podTemplateFile").toString();
        boolean isMounted = driver.getContainers().stream()
                .flatMap(container -> container.getVolumeMounts().stream())
                .filter(mount -> file.startsWith(mount.getMountPath() + "/"))
                .flatMap(mount -> driver.getVolumes().stream()
                        .filter(volume -> volume.getName().equals(mount.getName()) && volume.getConfigMap() != null)
                        .flatMap(volume -> manifests
                                .find(ConfigMap.class, volume.getConfigMap().getName())
                                .stream())
                        .filter(map -> map.getData()
                                .containsKey(file.substring(mount.getMountPath().length() + 1))))
                .findFirst()
                .isPresent();
        require(isMounted, "The driver's pod has no file '" + file + "'");
        String account = conf.get("spark.kubernetes.authenticate.executor.serviceAccountName")
                .toString();
        require(
                manifests.find(ServiceAccount.class, account).isPresent(),
                "Executors run as service account '" + account + "', which is not there");
    }

    private void executor(Container container) {
        Map<String, Quantity> requests = container.getResources().getRequests();
        require(
                container.getImage().equals(conf.get("spark.kubernetes.container.image")),
                "Executors have another image in their template than in 'conf'");
        require(
                PodRules.isPinned(String.valueOf(conf.get("spark.kubernetes.container.image"))),
                "Executors have an image that may change");
        require(
                new BigDecimal(conf.get("spark.executor.cores").toString())
                                .compareTo(requests.get("cpu").getNumericalAmount())
                        == 0,
                "Executors have other cores in their template than in 'conf'");
        BigDecimal memory = gibibytes("spark.executor.memory").add(gibibytes("spark.executor.memoryOverhead"));
        require(
                memory.compareTo(requests.get("memory").getNumericalAmount()) == 0,
                "Executors have other memory in their template than in 'conf'");
    }

    private BigDecimal gibibytes(String key) {
        return new Quantity(conf.get(key).toString().replace("g", "Gi")).getNumericalAmount();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }
}
