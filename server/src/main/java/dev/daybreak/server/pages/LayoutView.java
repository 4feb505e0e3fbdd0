package dev.daybreak.server.pages;

import java.util.List;

/**
 * A whole page.
 *
 * @param content what a template made, so all in it is escaped
 * @param hasCharts whether the scripts that draw charts are needed
 * @param scripts other scripts that are needed, in this order
 * @param live where its changes come from; empty if it does not change by itself
 */
public record LayoutView(
        Shell shell, String title, String content, boolean hasCharts, List<String> scripts, String live) {}
