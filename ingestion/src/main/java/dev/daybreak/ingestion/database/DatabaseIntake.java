package dev.daybreak.ingestion.database;

import dev.daybreak.engine.Session;
import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.Intake;
import dev.daybreak.ingestion.stage.Parsed;
import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.ingestion.stage.Verdict;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.time.DataInterval;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads rows from a database through local files of JSON, {@link #BATCH_ROWS} at a time.
 *
 * <p>By a cursor: first the rows at the last value seen, of which those are left out that the table has already (told apart
 * by the keys, or as whole rows, equal ones counted), then the rows beyond it. So rows that arrive later with an equal value are
 * not lost, and none comes twice.
 */
public final class DatabaseIntake implements Intake {
    private static final int BATCH_ROWS = 1_000_000;
    private static final String KNOWN = "daybreak_known";
    private static final String KNOWN_DEAD = "daybreak_known_dead";

    private final SourceAsset source;
    private final SourceAsset.Database origin;
    private final Connecting connecting;
    private final Contract contract;
    private final Parts parts;
    private Optional<CursorValue> from = Optional.empty();
    private Optional<CursorValue> to = Optional.empty();
    private boolean atLastValue;
    private Path file;
    private BufferedWriter lines;
    private long rowsRead;
    private int rowsInFile;

    /**
     * What an intake works with.
     *
     * @param session with the staging tables
     * @param table what the source brought in so far
     * @param deadLetters the source's bad records so far, if there were any
     * @param folder for files of the step; made if need be
     */
    public record Parts(
            Session session,
            LakeTable table,
            Optional<LakeTable> deadLetters,
            Ledger ledger,
            StepMonitor monitor,
            Path folder) {}

    public DatabaseIntake(SourceAsset source, Settings settings, Path root, Parts parts) {
        this.source = source;
        this.origin = (SourceAsset.Database) source.reads();
        this.connecting = new Connecting(source, settings, root);
        this.contract = new Contract(source.columns(), false);
        this.parts = parts;
    }

    @Override
    public void read(Staging staging, RecordWriter writer) {
        connecting.requireCursorColumn();
        Verdict verdict = new Verdict(source);
        try (Connection connection = connecting.open()) {
            RowReader reader = new RowReader(source, connection, connecting.name());
            for (String column : reader.compareColumns(verdict)) {
                parts.monitor().log("column '" + column + "' is not in the contract and was left out");
            }
            openFile();
            RowReader.Consumer consumer = json -> take(json, staging, writer);
            if (origin.cursor() == null) {
                reader.all(consumer);
            } else {
                readByCursor(reader, consumer, staging, writer);
            }
            flush(staging, writer);
        } catch (SQLException e) {
            throw connecting.failure(e);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write rows of '" + connecting.name() + "' to '" + parts.folder() + "': " + e.getMessage()
                            + ".",
                    "Free space on the disk, or make the folder writable.",
                    e);
        } finally {
            removeFile();
        }
        verdict.refuseShare(staging);
    }

    private void readByCursor(RowReader reader, RowReader.Consumer consumer, Staging staging, RecordWriter writer)
            throws SQLException, IOException {
        from = parts.ledger().cursor(source.key()).map(CursorValue::parse);
        to = Optional.ofNullable(reader.greatest());
        long without = reader.countWithoutCursor();
        if (without > 0) {
            parts.monitor()
                    .warn(without + " rows have no value in the cursor '" + origin.cursor() + "' and were left out");
        }
        if (to.isEmpty()) {
            return;
        }
        if (from.isEmpty()) {
            reader.upTo(to.get(), consumer);
            return;
        }
        atLastValue = true;
        reader.compared("=", from.get(), to.get(), consumer);
        flush(staging, writer);
        atLastValue = false;
        reader.compared(">", from.get(), to.get(), consumer);
    }

    private void openFile() throws IOException {
        removeFile();
        Files.createDirectories(parts.folder());
        file = Files.createTempFile(parts.folder(), "rows-", ".json");
        lines = Files.newBufferedWriter(file);
        rowsInFile = 0;
    }

    private void take(String json, Staging staging, RecordWriter writer) throws IOException {
        rowsRead++;
        rowsInFile++;
        lines.write(Long.toString(rowsRead));
        lines.write('\t');
        lines.write(json);
        lines.write('\n');
        // Rows at the last value are compared with the table at once: a count of equal rows must see all of them.
        if (rowsInFile >= BATCH_ROWS && !atLastValue) {
            flush(staging, writer);
        }
    }

    private void flush(Staging staging, RecordWriter writer) throws IOException {
        lines.close();
        if (rowsInFile > 0) {
            String records = "SELECT " + Sql.text(connecting.name()) + " AS file, line, raw FROM read_csv("
                    + Sql.text(file.toString()) + ", auto_detect = false, header = false, delim = '\t', quote = '',"
                    + " escape = '', columns = {line: 'BIGINT', raw: 'VARCHAR'}, strict_mode = false,"
                    + " max_line_size = 16000000, buffer_size = 33554432)";
            staging.load(Parsed.json(records, contract).withKeysKnown());
            if (atLastValue) {
                registerKnown(staging);
            }
            if (staging.keepDead() > 0) {
                writer.write(wanted());
            }
            parts.monitor().progress(rowsRead, -1);
        }
        openFile();
    }

    private void registerKnown(Staging staging) {
        parts.session()
                .register(
                        KNOWN,
                        parts.table()
                                .pin(Optional.empty(), DataInterval.ALL, java.time.ZoneOffset.UTC)
                                .relation());
        if (parts.deadLetters().isPresent()) {
            parts.session()
                    .register(
                            KNOWN_DEAD,
                            parts.deadLetters()
                                    .get()
                                    .pin(Optional.empty(), DataInterval.ALL, java.time.ZoneOffset.UTC)
                                    .relation());
            staging.forgetKnownDead("SELECT raw FROM " + KNOWN_DEAD + " WHERE file = " + Sql.text(connecting.name()));
        }
    }

    private String wanted() {
        String columns = source.columns().names().stream().map(Sql::name).collect(Collectors.joining(", "));
        if (!atLastValue) {
            return Staging.GOOD;
        }
        String good = "SELECT " + columns + " FROM " + Staging.GOOD;
        Column cursor = source.columns().find(origin.cursor()).orElseThrow();
        String known = "SELECT " + columns + " FROM " + KNOWN + " WHERE " + Sql.name(cursor.name())
                + " IN (SELECT DISTINCT " + Sql.name(cursor.name()) + " FROM " + Staging.GOOD + ")";
        if (origin.keys().isEmpty()) {
            return "(" + good + " EXCEPT ALL " + known + ")";
        }
        String same = origin.keys().stream()
                .map(key -> "k." + Sql.name(key) + " IS NOT DISTINCT FROM i." + Sql.name(key))
                .collect(Collectors.joining(" AND "));
        return "(SELECT * FROM (" + good + ") i WHERE NOT EXISTS (SELECT 1 FROM (" + known + ") k WHERE " + same + "))";
    }

    @Override
    public Optional<String> cursor() {
        return to.or(() -> from).map(CursorValue::kept);
    }

    private void removeFile() {
        try {
            if (lines != null) {
                lines.close();
                lines = null;
            }
            if (file != null) {
                Files.deleteIfExists(file);
                file = null;
            }
        } catch (IOException e) {
            parts.monitor().warn("the file '" + file + "' could not be removed: " + e.getMessage());
        }
    }
}
