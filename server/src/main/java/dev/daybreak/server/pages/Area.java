package dev.daybreak.server.pages;

import dev.daybreak.server.web.Route;
import java.util.List;

/** Pages that belong together and live in a package of their own. Thread-safe. */
public interface Area {
    /** @param pages how they are made and answered */
    List<Route> routes(Pages pages);
}
