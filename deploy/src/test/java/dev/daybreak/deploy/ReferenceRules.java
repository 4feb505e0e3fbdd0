package dev.daybreak.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether what one object names is among the others. Secrets are not: they are named, and made by hand. */
final class ReferenceRules {
    private static final List<String> LABELS =
            List.of("app.kubernetes.io/name", "app.kubernetes.io/component", "app.kubernetes.io/part-of");

    private final Manifests manifests;
    private final List<String> problems = new ArrayList<>();

    private ReferenceRules(Manifests manifests) {
        this.manifests = manifests;
    }

    static List<String> problems(Manifests manifests) {
        ReferenceRules rules = new ReferenceRules(manifests);
        manifests.objects().forEach(rules::metadata);
        manifests.all(Deployment.class).forEach(rules::deployment);
        manifests.all(Service.class).forEach(rules::service);
        manifests.all(RoleBinding.class).forEach(rules::binding);
        return rules.problems;
    }

    /** @param name how problems name the pod */
    static List<String> problems(Manifests manifests, String name, PodSpec pod) {
        ReferenceRules rules = new ReferenceRules(manifests);
        rules.pod(name, pod);
        return rules.problems;
    }

    private void metadata(HasMetadata object) {
        String name = Manifests.name(object);
        labels(name, object.getMetadata().getLabels());
        if (!(object instanceof Namespace)) {
            String namespace = object.getMetadata().getNamespace();
            require(
                    manifests.find(Namespace.class, namespace).isPresent(),
                    name + " is in namespace '" + namespace + "', which is not there");
        }
    }

    private void labels(String name, Map<String, String> labels) {
        LABELS.forEach(
                label -> require(labels != null && labels.containsKey(label), name + " has no label '" + label + "'"));
    }

    private void deployment(Deployment deployment) {
        String name = Manifests.name(deployment);
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        labels(name + "'s pod", labels);
        require(
                labels != null
                        && labels.entrySet()
                                .containsAll(deployment
                                        .getSpec()
                                        .getSelector()
                                        .getMatchLabels()
                                        .entrySet()),
                name + " does not select its own pods");
        pod(name, deployment.getSpec().getTemplate().getSpec());
    }

    private void pod(String name, PodSpec pod) {
        if (pod.getServiceAccountName() != null) {
            require(
                    manifests
                            .find(ServiceAccount.class, pod.getServiceAccountName())
                            .isPresent(),
                    name + " runs as service account '" + pod.getServiceAccountName() + "', which is not there");
        }
        for (Volume volume : pod.getVolumes()) {
            if (volume.getConfigMap() != null) {
                String map = volume.getConfigMap().getName();
                require(
                        manifests.find(ConfigMap.class, map).isPresent(),
                        name + " mounts config map '" + map + "', which is not there");
            }
            if (volume.getPersistentVolumeClaim() != null) {
                String claim = volume.getPersistentVolumeClaim().getClaimName();
                require(
                        manifests.find(PersistentVolumeClaim.class, claim).isPresent(),
                        name + " mounts claim '" + claim + "', which is not there");
            }
        }
        for (Container container : pod.getContainers()) {
            container.getVolumeMounts().forEach(mount -> mount(name, pod, mount));
        }
    }

    private void mount(String name, PodSpec pod, VolumeMount mount) {
        List<Volume> volumes = pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .toList();
        require(!volumes.isEmpty(), name + " mounts volume '" + mount.getName() + "', which is not there");
        if (mount.getSubPath() != null) {
            boolean found = volumes.stream()
                    .filter(volume -> volume.getConfigMap() != null)
                    .flatMap(volume -> manifests
                            .find(ConfigMap.class, volume.getConfigMap().getName())
                            .stream())
                    .anyMatch(map -> map.getData().containsKey(mount.getSubPath()));
            require(found, name + " mounts '" + mount.getSubPath() + "', which is in no config map of its volume");
        }
    }

    private void service(Service service) {
        List<Deployment> selected = manifests.all(Deployment.class).stream()
                .filter(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(service.getSpec().getSelector().entrySet()))
                .toList();
        require(!selected.isEmpty(), Manifests.name(service) + " selects no pods");
        service.getSpec()
                .getPorts()
                .forEach(port -> require(
                        selected.stream()
                                .flatMap(deployment ->
                                        deployment.getSpec().getTemplate().getSpec().getContainers().stream())
                                .flatMap(container -> container.getPorts().stream())
                                .map(ContainerPort::getName)
                                .anyMatch(port.getTargetPort().getStrVal()::equals),
                        Manifests.name(service) + " leads to port '"
                                + port.getTargetPort().getStrVal() + "', which its pods have not"));
    }

    private void binding(RoleBinding binding) {
        String role = binding.getRoleRef().getName();
        require(
                manifests.find(Role.class, role).isPresent(),
                Manifests.name(binding) + " gives role '" + role + "', which is not there");
        binding.getSubjects()
                .forEach(subject -> require(
                        manifests.find(ServiceAccount.class, subject.getName()).isPresent(),
                        Manifests.name(binding) + " gives a role to '" + subject.getName() + "', which is not there"));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }
}
