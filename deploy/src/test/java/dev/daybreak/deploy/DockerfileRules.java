package dev.daybreak.deploy;

import dev.daybreak.deploy.Dockerfile.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of an image: built from what is known, without secrets, and not run by root. */
final class DockerfileRules {
    private static final Set<String> KNOWN =
            Set.of("FROM", "RUN", "COPY", "USER", "WORKDIR", "ENTRYPOINT", "CMD", "ENV", "ARG", "LABEL", "EXPOSE");
    private static final Pattern FETCHED = Pattern.compile("\\b(curl|wget)\\b");
    private static final Pattern SECRET = Pattern.compile("(?i)(password|token|secret|credential)\\S*\\s*=");
    private static final Pattern NUMBERED_USER = Pattern.compile("[1-9]\\d*(:[1-9]\\d*)?");

    private final List<String> problems = new ArrayList<>();

    private DockerfileRules() {}

    /** What is wrong with any image. */
    static List<String> problems(Dockerfile file) {
        DockerfileRules rules = new DockerfileRules();
        file.instructions().forEach(rules::instruction);
        file.all("FROM").forEach(rules::from);
        file.all("RUN").forEach(rules::run);
        return rules.problems;
    }

    /** What is wrong with one that stands by itself; one built from that has its user and what it starts. */
    static List<String> problemsOfBase(Dockerfile file) {
        DockerfileRules rules = new DockerfileRules();
        rules.problems.addAll(problems(file));
        List<Instruction> users = file.all("USER");
        rules.require(
                !users.isEmpty()
                        && NUMBERED_USER
                                .matcher(users.get(users.size() - 1).rest())
                                .matches(),
                1,
                "the last user is no number other than root's, which Kubernetes needs to know that it is not root");
        rules.require(
                file.all("ENTRYPOINT").stream().anyMatch(entry -> entry.rest().startsWith("[")),
                1,
                "what it starts is not written as a list, so that a shell stands between it and signals");
        return rules.problems;
    }

    private void instruction(Instruction instruction) {
        require(KNOWN.contains(instruction.name()), instruction.line(), "unknown or refused: " + instruction.name());
        require(!SECRET.matcher(instruction.rest()).find(), instruction.line(), "a secret would stay in the image");
    }

    private void from(Instruction from) {
        String image = from.arguments().get(0);
        require(PodRules.isPinned(image), from.line(), "the base may change: " + image);
    }

    private void run(Instruction run) {
        require(!FETCHED.matcher(run.rest()).find(), run.line(), "what is fetched is not known when it is built");
        if (run.rest().contains("apt-get install")) {
            require(run.rest().contains("--no-install-recommends"), run.line(), "installs more than is asked for");
            require(run.rest().contains("rm -rf /var/lib/apt/lists"), run.line(), "keeps the lists of packages");
        }
    }

    private void require(boolean holds, int line, String otherwise) {
        if (!holds) {
            problems.add("line " + line + ": " + otherwise);
        }
    }
}
