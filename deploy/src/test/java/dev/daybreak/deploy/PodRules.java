package dev.daybreak.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** What must hold of every pod: the standard "restricted" of Kubernetes, bounds for what it takes, an image that stays what it is. */
final class PodRules {
    /** A tag with a digit in it, or a digest. */
    private static final Pattern PINNED =
            Pattern.compile("[^:@]+(:\\d+/[^:@]+)?(:(?!latest)[\\w.-]*\\d[\\w.-]*|@sha256:[0-9a-f]{64})");

    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(password|token|secret|credential|private).*");

    private final String name;
    private final List<String> problems = new ArrayList<>();

    private PodRules(String name) {
        this.name = name;
    }

    static List<String> problems(String name, PodSpec pod) {
        PodRules rules = new PodRules(name);
        PodSecurityContext security = Objects.requireNonNullElse(pod.getSecurityContext(), new PodSecurityContext());
        rules.require(Boolean.TRUE.equals(security.getRunAsNonRoot()), "does not say runAsNonRoot");
        rules.require(security.getRunAsUser() != null && security.getRunAsUser() > 0, "names no user other than root");
        rules.require(
                security.getSeccompProfile() != null
                        && "RuntimeDefault".equals(security.getSeccompProfile().getType()),
                "has no seccompProfile RuntimeDefault");
        rules.require(!pod.getContainers().isEmpty(), "has no container");
        pod.getContainers().forEach(rules::container);
        pod.getInitContainers().forEach(rules::container);
        return rules.problems;
    }

    private void container(Container container) {
        String what = "container '" + container.getName() + "' ";
        require(isPinned(container.getImage()), what + "has an image that may change: " + container.getImage());
        SecurityContext security = Objects.requireNonNullElse(container.getSecurityContext(), new SecurityContext());
        require(
                Boolean.FALSE.equals(security.getAllowPrivilegeEscalation()),
                what + "does not say allowPrivilegeEscalation: false");
        require(
                Boolean.TRUE.equals(security.getReadOnlyRootFilesystem()),
                what + "does not say readOnlyRootFilesystem");
        require(
                security.getCapabilities() != null
                        && security.getCapabilities().getDrop().contains("ALL"),
                what + "does not drop all capabilities");
        ResourceRequirements resources =
                Objects.requireNonNullElse(container.getResources(), new ResourceRequirements());
        for (String resource : List.of("cpu", "memory")) {
            bounds(what, resource, resources.getRequests(), resources.getLimits());
        }
        for (EnvVar variable : container.getEnv()) {
            require(
                    variable.getValue() == null
                            || !SECRET_NAME.matcher(variable.getName()).matches(),
                    what + "has the value of " + variable.getName() + " in the file");
        }
    }

    private void bounds(String what, String resource, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        Quantity request = requests == null ? null : requests.get(resource);
        Quantity limit = limits == null ? null : limits.get(resource);
        require(request != null, what + "requests no " + resource);
        require(limit != null, what + "has no limit of " + resource);
        require(
                request == null
                        || limit == null
                        || request.getNumericalAmount().compareTo(limit.getNumericalAmount()) <= 0,
                what + "requests more " + resource + " than its limit");
    }

    static boolean isPinned(String image) {
        return image != null && PINNED.matcher(image).matches();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(name + " " + otherwise);
        }
    }
}
