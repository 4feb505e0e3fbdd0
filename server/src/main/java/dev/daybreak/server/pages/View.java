package dev.daybreak.server.pages;

/** What the template of a page takes. */
interface View {
    /** What a window with the page is called. */
    String title();
}
