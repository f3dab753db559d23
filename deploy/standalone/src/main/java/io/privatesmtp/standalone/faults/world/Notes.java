package io.privatesmtp.standalone.faults.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a scenario says while it runs, measures, and finds wrong. */
public final class Notes {
    private final Consumer<String> progress;
    private final List<String> figures = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Notes(Consumer<String> progress) {
        this.progress = progress;
    }

    public void progress(String line) {
        progress.accept(line);
    }

    /** Stands under the scenario's row. */
    public void figure(String sentence) {
        figures.add(sentence);
    }

    /** Something that must hold; where it does not, the scenario fails with this sentence. */
    public void check(boolean holds, String otherwise) {
        if (!holds) {
            complaints.add(otherwise);
        }
    }

    public List<String> figures() {
        return figures;
    }

    public List<String> complaints() {
        return complaints;
    }
}
