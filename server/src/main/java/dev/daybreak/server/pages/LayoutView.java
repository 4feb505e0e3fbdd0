package dev.daybreak.server.pages;

/**
 * A whole page.
 *
 * @param content what a template made, so all in it is escaped
 * @param live where its changes come from; empty if it does not change by itself
 */
public record LayoutView(Shell shell, String title, String content, String live) {}
