package dev.daybreak.project.asset;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Written;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a file says around an asset or a pipeline; nothing here decides what is computed.
 *
 * @param description empty if there is none
 * @param owner empty if there is none
 * @param domain the part of the business it belongs to; empty if none is named
 * @param tries how often and for how long its steps are tried
 * @param slots what its steps take of a pool
 * @param sensors what must be there before a step is tried
 * @param promise by when its partitions must be there; empty if nothing says so
 * @param written where all of it stands; begins at the start of the file that defines the asset, unless that has several
 */
public record About(
        String description,
        String owner,
        String domain,
        List<String> tags,
        Tries tries,
        PoolUse slots,
        List<Sensor> sensors,
        Optional<Promise> promise,
        Written written) {
    public About {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(tries, "tries");
        Objects.requireNonNull(slots, "slots");
        Objects.requireNonNull(promise, "promise");
        Objects.requireNonNull(written, "written");
        tags = List.copyOf(tags);
        sensors = List.copyOf(sensors);
    }

    /** Where the definition begins: the start of the file, unless the file has several. */
    public Place place() {
        return written.start();
    }

    /** When a step for an interval begins at the earliest, as far as what it waits for is a time; empty if it waits for none. */
    public Optional<Instant> notBefore(DataInterval interval) {
        return sensors.stream()
                .map(Sensor::condition)
                .flatMap(condition ->
                        condition instanceof Sensor.TimePassed time ? Stream.of(time.due(interval)) : Stream.empty())
                .max(Comparator.naturalOrder());
    }

    /** With neither domain nor promise. */
    public About(
            String description,
            String owner,
            List<String> tags,
            Tries tries,
            PoolUse slots,
            List<Sensor> sensors,
            Place place) {
        this(description, owner, "", tags, tries, slots, sensors, Optional.empty(), Written.at(place));
    }

    /** With the usual tries, no pool, and nothing to wait for. */
    public About(String description, String owner, List<String> tags, Place place) {
        this(description, owner, tags, Tries.DEFAULT, PoolUse.NONE, List.of(), place);
    }
}
