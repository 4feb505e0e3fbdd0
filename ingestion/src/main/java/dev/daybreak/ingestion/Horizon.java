package dev.daybreak.ingestion;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The age from which rows do not go into a source's table any more: whole partitions of it that ended so long before the end of the newest one that was
 * there before. A first load has no horizon.
 */
final class Horizon {
    private static final String LATE = "daybreak_late";

    private final LakeTable table;
    private final Optional<Instant> end;
    private final ZoneId zone;

    /** @param span empty: no row is too old */
    Horizon(LakeTable table, Optional<Span> span, ZoneId zone) {
        this.table = table;
        this.zone = zone;
        this.end = span.flatMap(age -> table.slices(zone).stream()
                .map(Slice::interval)
                .filter(interval -> !interval.isAll())
                .map(interval -> interval.end())
                .max(Instant::compareTo)
                .map(newest -> age.before(newest, zone)));
    }

    /**
     * Takes the files with rows beyond it out of those that were written, and writes their rows to the side table.
     *
     * @param written changed
     * @return the files of the side table
     */
    List<WrittenFile> putAside(List<WrittenFile> written, SideTable late, Session session, String attempt) {
        List<WrittenFile> old =
                end.map(instant -> table.endingBefore(written, instant, zone)).orElse(List.of());
        if (old.isEmpty()) {
            return List.of();
        }
        session.register(LATE, table.staged(old));
        String columns =
                table.stage(attempt).schema().names().stream().map(Sql::name).collect(Collectors.joining(", "));
        List<WrittenFile> aside =
                late.write(session, table.stage(attempt).schema(), "SELECT " + columns + " FROM " + LATE, attempt);
        written.removeAll(old);
        table.discard(old);
        return aside;
    }
}
