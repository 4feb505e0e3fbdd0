package dev.daybreak.ingestion.files;

import dev.daybreak.formats.RecordFormat;
import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.ingestion.ledger.SeenFile;
import dev.daybreak.ingestion.ledger.StepEntry;
import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.Intake;
import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.ingestion.stage.Verdict;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads files in batches of up to {@link #BATCH_BYTES}, so that neither memory nor the engine's temporary folder has to hold
 * everything at once. All files of a batch are read by one statement.
 */
public final class FileIntake implements Intake {
    private static final long BATCH_BYTES = 1L << 30;

    private final SourceAsset asset;
    private final SourceAsset.Files origin;
    private final Path root;
    private final Ledger ledger;
    private final StepMonitor monitor;
    private final FileFormat format;
    private final Verdict verdict;
    private List<SeenFile> toRead = List.of();

    private record Batch(List<Path> files, boolean small) {}

    /** @param folder for files of the step; made if need be */
    public FileIntake(SourceAsset asset, Path root, Ledger ledger, StepMonitor monitor, Path folder) {
        this.asset = asset;
        this.origin = (SourceAsset.Files) asset.reads();
        this.root = root;
        this.ledger = ledger;
        this.monitor = monitor;
        this.verdict = new Verdict(asset);
        Contract contract = new Contract(asset.columns(), asset.newColumns() == SourceAsset.NewColumns.FAIL);
        FileNames names = new FileNames(root);
        this.format = switch (origin.format()) {
            case JSON_LINES -> new JsonLines(contract, names, folder);
            case CSV -> new Csv(contract, names, verdict);
            case PARQUET -> new ParquetFiles(contract, names, verdict);
            case AVRO -> new RecordFiles(RecordFormat.AVRO, contract, root, verdict, folder);
            case ORC -> new RecordFiles(RecordFormat.ORC, contract, root, verdict, folder);
        };
    }

    @Override
    public void read(Staging staging, RecordWriter writer) {
        Listing listing = Listing.of(asset, root);
        toRead = choose(listing);
        List<SeenFile> withContent = withContent(listing);
        Map<Path, Long> checksums = new HashMap<>();
        long read = 0;
        for (Batch batch : batches(listing, withContent)) {
            checksums.putAll(load(staging, batch, writer));
            if (staging.keepDead() > 0) {
                writer.write(Staging.GOOD);
            }
            read += batch.files().size();
            monitor.progress(staging.good() + staging.bad(), -1);
            monitor.log(read + " of " + toRead.size() + " files read: " + staging.good() + " rows, " + staging.bad()
                    + " bad records");
        }
        if (toRead.isEmpty()) {
            monitor.log("no new files; the table stays as it is");
        }
        refuse(listing, withContent, staging);
        // Before the last look at the files, so that what the checksums are of is what was read.
        toRead = Checksum.added(listing, toRead, checksums);
        refuseMoving(listing);
    }

    private List<SeenFile> choose(Listing listing) {
        if (origin.load() == SourceAsset.Load.FULL) {
            return listing.files();
        }
        Changes changes = Changes.between(listing, ledger.files(asset.key()));
        if (!changes.changed().isEmpty()) {
            SeenFile file = changes.changed().get(0);
            throw new DaybreakException(
                    ErrorCode.BAD_SOURCE,
                    "Cannot bring in '" + asset.key() + "': '" + file.path() + "' changed after it was brought in"
                            + (changes.changed().size() == 1
                                    ? ""
                                    : ", as did " + (changes.changed().size() - 1) + " more")
                            + ". Its rows are in the table already, and which ones are new cannot be told.",
                    asset.about().written().value("files.path"),
                    "Write new rows to new files and put the old one back, or set 'load: full' to read everything again."
                            + " Nothing was published; readers keep what they had.",
                    null);
        }
        if (!changes.gone().isEmpty()) {
            monitor.log(changes.gone().size() + " files that were brought in earlier are gone, such as '"
                    + changes.gone().get(0) + "'; their rows stay");
        }
        return changes.added();
    }

    private List<SeenFile> withContent(Listing listing) {
        List<SeenFile> withContent = new ArrayList<>();
        for (SeenFile file : toRead) {
            if (file.size() > 0) {
                withContent.add(file);
            } else if (origin.format() == SourceAsset.Format.PARQUET || origin.format() == SourceAsset.Format.AVRO) {
                String kind = origin.format() == SourceAsset.Format.AVRO ? "an Avro" : "a Parquet";
                throw unreadable(listing.locate(file), "it is empty, and " + kind + " file never is", null);
            } else {
                monitor.warn("'" + file.path() + "' is empty: no rows");
            }
        }
        return withContent;
    }

    private List<Batch> batches(Listing listing, List<SeenFile> files) {
        List<Batch> batches = new ArrayList<>();
        for (boolean small : new boolean[] {true, false}) {
            List<Path> batch = new ArrayList<>();
            long bytes = 0;
            for (SeenFile file : files) {
                Path path = listing.locate(file);
                if (format.isSmall(path, file.size()) != small) {
                    continue;
                }
                if (!batch.isEmpty() && bytes + file.size() > BATCH_BYTES) {
                    batches.add(new Batch(List.copyOf(batch), small));
                    batch.clear();
                    bytes = 0;
                }
                batch.add(path);
                bytes += file.size();
            }
            if (!batch.isEmpty()) {
                batches.add(new Batch(List.copyOf(batch), small));
            }
        }
        return batches;
    }

    private Map<Path, Long> load(Staging staging, Batch batch, RecordWriter writer) {
        try {
            return format.load(staging, batch.files(), batch.small(), writer);
        } catch (DaybreakException e) {
            if (e.code() != ErrorCode.QUERY_FAILED && e.code() != ErrorCode.INVALID_SQL) {
                throw e.code() == ErrorCode.BAD_SOURCE
                        ? e.at(asset.about().written().value("files.path"))
                        : e;
            }
            Path culprit = culprit(staging, batch.files(), e);
            throw unreadable(culprit, reason(e), e);
        }
    }

    /** The first of some files that cannot be read, found by halving: the engine does not always name it. */
    private Path culprit(Staging staging, List<Path> files, DaybreakException failure) {
        List<Path> suspects = files;
        while (suspects.size() > 1) {
            List<Path> half = suspects.subList(0, suspects.size() / 2);
            suspects = fails(staging, half) ? half : suspects.subList(half.size(), suspects.size());
        }
        if (!fails(staging, suspects)) {
            throw failure;
        }
        return suspects.get(0);
    }

    private boolean fails(Staging staging, List<Path> files) {
        try {
            staging.rows(format.reading(files));
            return false;
        } catch (DaybreakException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            return true;
        }
    }

    /** The engine's reason alone: what it was doing when it failed means nothing to the author of a source. */
    private static String reason(DaybreakException failure) {
        String message = failure.getMessage();
        String reason = message.substring(message.startsWith("Cannot ") ? message.indexOf(": ") + 1 : 0)
                .strip();
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    private DaybreakException unreadable(Path file, String why, Throwable cause) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot read '" + file + "' of '" + asset.key() + "': " + why + ".",
                asset.about().written().value("files.path"),
                "Replace the file by an intact one, or move it away."
                        + " Nothing was published; readers keep what they had.",
                cause);
    }

    private void refuse(Listing listing, List<SeenFile> read, Staging staging) {
        verdict.refuseNewColumns(staging.newColumns());
        long records = staging.good() + staging.bad();
        Set<String> suspects = staging.withoutValues();
        if (records > 0 && !suspects.isEmpty()) {
            List<Path> paths = read.stream().map(listing::locate).toList();
            Set<String> dropped = new java.util.TreeSet<>(suspects);
            dropped.removeAll(format.present(staging, paths, suspects));
            if (dropped.size() < asset.columns().columns().size()) {
                verdict.refuseDropped(dropped, "in none of " + records + " new records");
            }
        }
        for (Staging.NewColumn column : staging.newColumns()) {
            monitor.log("column '" + column.name() + "' is not in the contract and was left out");
        }
        verdict.refuseShare(staging);
    }

    /** Fails if a file was written to while it was read: what was read of it could be half a record. */
    private void refuseMoving(Listing before) {
        if (toRead.isEmpty()) {
            return;
        }
        var now = Listing.of(asset, root).byPath();
        for (SeenFile file : toRead) {
            SeenFile after = now.get(file.path());
            if (after == null || !after.isSame(file)) {
                throw unreadable(before.locate(file), "it changed while it was read", null);
            }
        }
    }

    @Override
    public List<StepEntry.FileEntry> files(Staging staging) {
        return toRead.stream()
                .map(file -> {
                    Staging.Tally tally = staging.tally(file.path());
                    return new StepEntry.FileEntry(file, tally.good(), tally.bad());
                })
                .toList();
    }
}
