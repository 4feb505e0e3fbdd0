package dev.daybreak.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of {@code deploy/kubernetes} are right, and what is wrong in them would be found. */
class ManifestsTest {
    private static final Path FOLDER = Path.of(System.getProperty("root.dir"), "deploy/kubernetes");

    private static String text;

    @BeforeAll
    static void read() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
        }
        text = String.join("---\n", texts);
    }

    private static List<String> problems(String manifests) {
        Manifests read = Manifests.read(manifests);
        List<String> problems = new ArrayList<>(ReferenceRules.problems(read));
        for (Deployment deployment : read.all(Deployment.class)) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            problems.addAll(PodRules.problems(Manifests.name(deployment), pod));
        }
        Pod executor = (Pod) Manifests.read(data(read, "daybreak-executor", "executor.yaml"))
                .objects()
                .get(0);
        problems.addAll(PodRules.problems("The executor", executor.getSpec()));
        problems.addAll(ReferenceRules.problems(read, "The executor", executor.getSpec()));
        PodSpec driver = read.find(Deployment.class, "daybreak-driver")
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec();
        problems.addAll(
                SettingsRules.problems(read, driver, data(read, "daybreak-settings", "daybreak.yaml"), executor));
        return problems;
    }

    private static String data(Manifests manifests, String map, String key) {
        return manifests.find(ConfigMap.class, map).orElseThrow().getData().get(key);
    }

    @Test
    void nothingIsWrongInThem() {
        assertThat(problems(text)).isEmpty();
    }

    /** Each line: what stands in the files, what would stand there instead, and how that is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    runAsNonRoot: true | runAsNonRoot: false | Deployment 'daybreak-driver' does not say runAsNonRoot
                    runAsUser: 10001 | runAsUser: 0 | The executor names no user other than root
                    capabilities: {drop: [ALL]} | capabilities: {drop: [NET_RAW]} | container 'daybreak' does not drop all capabilities
                    daybreak-recommender:1 | daybreak-recommender:latest | has an image that may change: registry.example.com/daybreak-recommender:latest
                    limits: {cpu: "4", memory: 8Gi | limits: {cpu: "4", memory: 6Gi | container 'daybreak' requests more memory than its limit
                    requests: {cpu: "2", memory: 8Gi | requests: {cpu: "2" | container 'daybreak' requests no memory
                    valueFrom: {secretKeyRef: {name: daybreak-tokens, key: ops}} | value: hunter2 | has the value of OPS_TOKEN in the file
                    password: ${env:DATABASE_PASSWORD} | password: hunter2 | daybreak.yaml has the value of 'password' in the file
                    serviceAccountName: daybreak-driver | serviceAccountName: nobody | runs as service account 'nobody', which is not there
                    configMap: {name: daybreak-settings} | configMap: {name: other} | mounts config map 'other', which is not there
                    claimName: daybreak-state | claimName: other | mounts claim 'other', which is not there
                    subPath: daybreak.yaml | subPath: other.yaml | mounts 'other.yaml', which is in no config map of its volume
                    targetPort: http | targetPort: web | leads to port 'web', which its pods have not
                    app.kubernetes.io/component: state | tier: state | PersistentVolumeClaim 'daybreak-state' has no label 'app.kubernetes.io/component'
                    podTemplateFile: /etc/daybreak/executor.yaml | podTemplateFile: /etc/daybreak/other.yaml | has no file '/etc/daybreak/other.yaml'
                    - name: POD_IP | - name: HOST_IP | reads variable POD_IP, which the driver's pod has not
                    spark.executor.memory: 11g | spark.executor.memory: 20g | Executors have other memory in their template than in 'conf'
                    """)
    void whatWouldBeWrongIsFound(String right, String wrong, String problem) {
        assertThat(text).contains(right);

        assertThat(problems(text.replace(right, wrong)))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @Test
    void noFieldIsUnknownToKubernetes() {
        assertThatThrownBy(() -> Manifests.read(text.replace("claimName: daybreak-state", "claim: daybreak-state")))
                .hasMessageContaining("Unrecognized field \"claim\"");
        assertThatThrownBy(() -> Manifests.read(text.replace("replicas: 1", "replicas: one")))
                .hasMessageContaining("replicas");
        assertThatThrownBy(() -> Manifests.read(text.replace("replicas: 1", "replicas: 1\n  replicas: 2")))
                .hasMessageContaining("found duplicate key replicas");
    }

    @Test
    void nothingSecretIsAmongThem() {
        assertThat(text).doesNotContain("kind: Secret");
        assertThatThrownBy(() -> Manifests.read("apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n"))
                .hasMessageStartingWith("Invalid kind 'v1 Secret'");
    }
}
