package dev.daybreak.server.api;

import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.server.web.HttpFailure;
import java.util.List;
import java.util.Optional;

/** Finds what a request names, or says that it is not there. Names must be whole. */
public final class Finding {
    private final ServedProject served;
    private final Listing listing;
    private final String lists;

    /** @param lists what stands before the paths that list what there is, in messages; for pages it is empty */
    public Finding(ServedProject served, String lists) {
        this.served = served;
        this.lists = lists;
        this.listing = new Listing(served.store());
    }

    public Pipeline pipeline(String name) {
        List<Pipeline> pipelines = served.project().pipelines();
        List<String> names = pipelines.stream().map(Pipeline::name).toList();
        return pipelines.stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst()
                .orElseThrow(() -> HttpFailure.notFound(
                        "Cannot find pipeline '" + name + "'." + NearestName.hint(name, names),
                        lists + "/pipelines lists them."));
    }

    public Graph.Node asset(String name) {
        List<String> names = served.graph().nodes().stream()
                .map(node -> node.key().toString())
                .toList();
        return served.graph().nodes().stream()
                .filter(node -> node.key().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> HttpFailure.notFound(
                        "Cannot find asset '" + name + "'." + NearestName.hint(name, names),
                        lists + "/assets lists them; give the name with its namespace."));
    }

    /** The asset that a filter names; it need not be in the project any more. */
    Optional<AssetKey> filter(Optional<String> name) {
        return name.map(text -> {
            try {
                return AssetKey.parse(text);
            } catch (IllegalArgumentException e) {
                throw HttpFailure.badRequest(
                        "Invalid asset '" + text + "'.", "asset", "Give a name such as raw.clicks.");
            }
        });
    }

    public RunRecord run(String id) {
        return listing.run(id)
                .orElseThrow(() -> HttpFailure.notFound("Cannot find run '" + id + "'.", lists + "/runs lists them."));
    }

    public AttemptRecord attempt(String name) {
        return listing.attempt(name)
                .orElseThrow(() -> HttpFailure.notFound(
                        "Cannot find attempt '" + name + "'.",
                        "The run names its attempts; " + lists + "/runs lists the runs."));
    }

    public Backfill backfill(Backfills backfills, String id) {
        try {
            Backfill found = backfills.find(id);
            if (found.id().equals(id)) {
                return found;
            }
        } catch (DaybreakException none) {
            // Told below, as for a part of an id.
        }
        throw HttpFailure.notFound("Cannot find backfill '" + id + "'.", lists + "/backfills lists them.");
    }
}
