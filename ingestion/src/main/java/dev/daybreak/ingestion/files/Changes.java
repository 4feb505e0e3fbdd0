package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.ledger.SeenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a listing has that the ledger has not, and the other way round. Only files whose time of change differs and whose size
 * does not are read, to tell by their checksum whether the content changed too.
 *
 * @param touched with another time of change and the same content, as a copy has it
 */
public record Changes(List<SeenFile> added, List<SeenFile> changed, List<SeenFile> touched, List<String> gone) {
    public static Changes between(Listing listing, Map<String, SeenFile> seen) {
        List<SeenFile> added = new ArrayList<>();
        List<SeenFile> changed = new ArrayList<>();
        List<SeenFile> touched = new ArrayList<>();
        for (SeenFile file : listing.files()) {
            SeenFile before = seen.get(file.path());
            if (before == null) {
                added.add(file);
            } else if (!before.isSame(file)) {
                (hasContentOf(before, listing, file) ? touched : changed).add(file);
            }
        }
        Map<String, SeenFile> now = listing.byPath();
        List<String> gone =
                seen.keySet().stream().filter(path -> !now.containsKey(path)).toList();
        return new Changes(added, changed, touched, gone);
    }

    private static boolean hasContentOf(SeenFile before, Listing listing, SeenFile file) {
        return before.size() == file.size() && before.checksum() == Checksum.of(listing.locate(file));
    }

    /** For people: {@code 3 new files, 1 changed file}; empty if there is nothing. */
    public String words() {
        StringJoiner words = new StringJoiner(", ");
        say(words, added.size(), "new");
        say(words, changed.size(), "changed");
        say(words, gone.size(), "vanished");
        return words.toString();
    }

    private static void say(StringJoiner words, int count, String which) {
        if (count > 0) {
            words.add(count + " " + which + (count == 1 ? " file" : " files"));
        }
    }
}
