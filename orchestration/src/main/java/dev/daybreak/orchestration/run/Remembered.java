package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.run.StoredRequest.Asked;
import dev.daybreak.project.asset.AssetKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What this process wrote into rows and is likely to read again soon, so that it need not be parsed: requests never change, and a plan
 * is used only if its row still holds the same text. Bounded. Thread-safe.
 */
final class Remembered {
    private static final int MOST = 2_000;

    private final Map<String, Asked> requests = new LinkedHashMap<>();
    private final Map<String, Plan> plans = new LinkedHashMap<>();

    private record Plan(String text, NodePlan.Batch batch) {}

    synchronized void add(String run, RunRequest request) {
        put(requests, run, new Asked(request.demand(), request.choice()));
    }

    Asked asked(String run, Supplier<Asked> otherwise) {
        synchronized (this) {
            Asked known = requests.get(run);
            if (known != null) {
                return known;
            }
        }
        Asked read = otherwise.get();
        synchronized (this) {
            put(requests, run, read);
        }
        return read;
    }

    /** @param texts of the plans, in the order of the steps */
    synchronized void add(List<StepTask> steps, List<String> texts) {
        for (int i = 0; i < steps.size(); i++) {
            put(plans, steps.get(i).key(), new Plan(texts.get(i), steps.get(i).batch()));
        }
    }

    NodePlan.Batch batch(AssetKey asset, String key, String text) {
        Plan known;
        synchronized (this) {
            known = plans.remove(key);
        }
        return known != null && known.text().equals(text) ? known.batch() : StoredPlan.batch(asset, text);
    }

    private static <T> void put(Map<String, T> map, String key, T value) {
        map.put(key, value);
        if (map.size() > MOST) {
            Iterator<String> oldest = map.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
