package dev.daybreak.acceptance;

import dev.daybreak.cli.command.RootCommand;
import dev.daybreak.project.Environment;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlText;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;

/**
 * What is wrong with a workflow of GitHub Actions: keys that it has not, actions and images that may change, more rights than are needed, a
 * fork's code on a machine of one's own, and command lines that Daybreak does not take.
 */
final class WorkflowRules {
    private static final Set<String> JOB = Set.of(
            "needs", "if", "runs-on", "timeout-minutes", "container", "environment", "concurrency", "env", "steps");
    private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+/[a-z0-9-]+@(v\\d+|[0-9a-f]{40})");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9./-]+:\\d[a-z0-9._-]*");
    private static final Pattern SECRET = Pattern.compile("\\$\\{\\{ secrets\\.[A-Z_]+ }}");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{(.*?)}}");
    private static final int MOST_MINUTES = 360;

    private final List<String> problems = new ArrayList<>();

    private WorkflowRules() {}

    static List<String> problems(String text) {
        WorkflowRules rules = new WorkflowRules();
        Problems unreadable = new Problems();
        YamlValue value = YamlText.parse(text, new Place("workflow", 1, 1), unreadable)
                .orElseThrow(() -> new AssertionError(unreadable.sorted().toString()));
        rules.workflow(map(Shapes.plain(value)));
        return rules.problems;
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private void keys(Map<?, ?> map, Set<String> known, String where) {
        map.keySet().forEach(key -> require(known.contains(key), where + " has an unknown key '" + key + "'"));
    }

    private void workflow(Map<?, ?> workflow) {
        keys(workflow, Set.of("name", "on", "permissions", "jobs"), "the workflow");
        require(Map.of("contents", "read").equals(workflow.get("permissions")), "it may do more than read");
        keys(map(workflow.get("on")), Set.of("pull_request", "push"), "'on'");
        Set<String> before = new HashSet<>();
        map(workflow.get("jobs")).forEach((name, job) -> {
            job(name.toString(), map(job), before);
            before.add(name.toString());
        });
        require(!before.isEmpty(), "there are no jobs");
    }

    private void job(String name, Map<?, ?> job, Set<String> before) {
        keys(job, JOB, name);
        Object needed = job.get("needs");
        require(needed == null || before.contains(needed), name + " needs no job before it: " + needed);
        require(
                job.get("timeout-minutes") instanceof Integer minutes && minutes > 0 && minutes <= MOST_MINUTES,
                name + " has no bound of time");
        boolean isOurs = job.get("runs-on") instanceof List<?> labels && labels.contains("self-hosted");
        require(
                isOurs || job.get("runs-on").toString().matches("ubuntu-\\d\\d\\.\\d\\d"),
                name + " runs on what may change: " + job.get("runs-on"));
        String condition = String.valueOf(job.get("if"));
        require(
                !isOurs
                        || condition.contains("github.ref == 'refs/heads/main'")
                        || condition.contains("github.event.pull_request.head.repo.full_name == github.repository"),
                name + " runs a fork's code on a machine of one's own");
        Object image = job.get("container");
        require(image == null || IMAGE.matcher(image.toString()).matches(), name + " has an image that may change");
        map(job.get("env"))
                .forEach((key, value) -> require(
                        SECRET.matcher(value.toString()).matches(),
                        name + " has the value of " + key + " in the file"));
        require(isOurs || !job.toString().contains("secrets."), name + " has secrets that it does not need");
        require(job.get("steps") instanceof List<?> steps && !steps.isEmpty(), name + " has no steps");
        ((List<?>) job.get("steps")).forEach(step -> step(name, map(step)));
    }

    private void step(String job, Map<?, ?> step) {
        keys(step, Set.of("uses", "run", "if"), "a step of " + job);
        require(step.containsKey("uses") != step.containsKey("run"), "a step of " + job + " does not do one thing");
        if (step.get("uses") instanceof String action) {
            require(ACTION.matcher(action).matches(), job + " uses an action that may change: " + action);
        }
        if (step.get("run") instanceof String run) {
            EXPRESSION
                    .matcher(run)
                    .results()
                    .map(found -> found.group(1).strip())
                    .forEach(expression -> require(
                            expression.equals("github.event.number"),
                            job + " lets others write its commands: " + expression));
            run.lines().forEach(line -> command(job, EXPRESSION.matcher(line).replaceAll("7")));
        }
    }

    private void command(String job, String line) {
        String[] words = line.strip().split(" +");
        require(words[0].equals("daybreak"), job + " runs something else: " + line);
        String[] arguments = List.of(words).subList(1, words.length).toArray(String[]::new);
        try {
            RootCommand.commandLine(arguments).parseArgs(arguments);
        } catch (ParameterException e) {
            problems.add(job + " says what Daybreak does not take: " + line + ": " + e.getMessage());
        }
        for (int i = 1; i < words.length; i++) {
            boolean isEnvironment = words[i - 1].equals("--env") || words[i - 1].endsWith("-env");
            require(
                    !isEnvironment || Environment.isName(words[i]),
                    job + " names no environment: " + words[i] + ", expected " + Environment.PERMITTED);
        }
    }
}
