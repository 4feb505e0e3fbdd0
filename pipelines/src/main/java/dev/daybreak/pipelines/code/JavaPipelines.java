package dev.daybreak.pipelines.code;

import dev.daybreak.pipelines.api.JavaPipeline;
import dev.daybreak.pipelines.api.PipelineDefinition;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Pipeline;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pipelines of a project that are written in Java.
 *
 * @param pipelines those that are right
 * @param steps of those pipelines
 * @param code of those steps
 * @param problems of the others; they stop nothing but their own pipeline
 */
public record JavaPipelines(
        List<Pipeline> pipelines, List<StepAsset> steps, Map<AssetKey, StepCode> code, List<Problem> problems) {
    public JavaPipelines {
        pipelines = List.copyOf(pipelines);
        steps = List.copyOf(steps);
        code = Map.copyOf(code);
        problems = List.copyOf(problems);
    }

    /** A project without any. */
    public static final JavaPipelines NONE = new JavaPipelines(List.of(), List.of(), Map.of(), List.of());

    /** Compiles and defines them; never throws for what their author wrote. */
    public static JavaPipelines load(Project project) {
        Problems problems = new Problems();
        List<Pipeline> pipelines = new ArrayList<>();
        List<StepAsset> steps = new ArrayList<>();
        Map<AssetKey, StepCode> code = new HashMap<>();
        for (CompiledPipeline compiled :
                new PipelineCompiler(project.root(), project.settings().state(), problems).compile()) {
            Optional<DefinedPipeline> read = define(compiled, problems)
                    .flatMap(definition -> new PipelineReader(definition, compiled, project, problems).read())
                    .filter(defined -> isFree(defined, compiled.file(), project, pipelines, problems));
            read.ifPresent(defined -> {
                pipelines.add(defined.pipeline());
                steps.addAll(defined.steps());
                code.putAll(defined.code());
            });
        }
        return new JavaPipelines(pipelines, steps, code, problems.sorted());
    }

    /** Empty also for a class that is no pipeline, but is used by some. */
    // Whatever the pipeline's code throws is told as its problem.
    @SuppressWarnings("CatchingUnchecked")
    private static Optional<PipelineDefinition> define(CompiledPipeline compiled, Problems problems) {
        String name = PipelineName.of(compiled.type());
        try {
            Class<?> type = new PipelineLoader(compiled.classes()).loadClass(compiled.type());
            if (!JavaPipeline.class.isAssignableFrom(type)) {
                return Optional.empty();
            }
            JavaPipeline pipeline = (JavaPipeline) type.getConstructor().newInstance();
            int before = problems.errors();
            PipelineDefinition definition = PipelineDefinition.of(pipeline, name, compiled.file(), problems);
            return problems.errors() == before ? Optional.of(definition) : Optional.empty();
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            problems.error(
                    new Place(compiled.file(), 1, 1),
                    "Invalid pipeline '" + name + "': the file needs a public class '" + compiled.type()
                            + "' without a package, with a public constructor without parameters.",
                    "Begin it with 'public final class " + compiled.type() + " implements JavaPipeline'.");
        } catch (InvocationTargetException e) {
            thrown(e.getCause(), name, compiled, problems);
        } catch (Throwable e) {
            thrown(e, name, compiled, problems);
        }
        return Optional.empty();
    }

    private static void thrown(Throwable thrown, String name, CompiledPipeline compiled, Problems problems) {
        if (thrown instanceof OutOfMemoryError outOfMemory) {
            throw outOfMemory;
        }
        String file = compiled.file().substring(compiled.file().lastIndexOf('/') + 1);
        Place place = Stream.of(thrown.getStackTrace())
                .filter(frame -> file.equals(frame.getFileName()))
                .findFirst()
                .map(frame -> new Place(compiled.file(), Math.max(0, frame.getLineNumber()), 0))
                .orElse(new Place(compiled.file(), 1, 1));
        problems.error(
                place,
                "Cannot define pipeline '" + name + "': its code threw " + thrown + ".",
                "A pipeline's 'define' only says what its steps are; what may fail belongs into a step.");
    }

    private static boolean isFree(
            DefinedPipeline defined, String file, Project project, List<Pipeline> others, Problems problems) {
        String name = defined.pipeline().name();
        Set<String> names = Stream.concat(project.pipelines().stream(), others.stream())
                .map(Pipeline::name)
                .collect(Collectors.toSet());
        if (names.contains(name)) {
            problems.error(
                    new Place(file, 1, 1),
                    "Invalid pipeline '" + name + "': another file defines a pipeline of that name.",
                    "Rename one of the two.");
            return false;
        }
        Set<AssetKey> assets = project.assets().stream().map(Asset::key).collect(Collectors.toSet());
        Optional<StepAsset> taken = defined.steps().stream()
                .filter(step -> assets.contains(step.key()))
                .findFirst();
        taken.ifPresent(step -> problems.error(
                step.about().place(),
                "Invalid step '" + step.key().name() + "' of pipeline '" + name + "': there is an asset '" + step.key()
                        + "'.",
                "Rename the step or the pipeline."));
        return taken.isEmpty();
    }
}
