package dev.daybreak.server.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Pages as HTML, by the templates that were compiled with this module. What a template shows is escaped by where it stands. Thread-safe. */
public final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /** @param view what the template takes */
    public String html(String template, Object view) {
        StringOutput output = new StringOutput();
        engine.render(template + ".jte", view, output);
        return output.toString();
    }
}
