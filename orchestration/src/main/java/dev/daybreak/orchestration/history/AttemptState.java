package dev.daybreak.orchestration.history;

import java.util.Locale;

/** How an attempt stands. Its partitions are claimed while it is live. */
public enum AttemptState {
    /** Computing or auditing; nothing of it can be visible. */
    CLAIMED(true),
    /** It said what it is about to publish; whether it did, the table tells. */
    PUBLISHING(true),
    /** Given up on; somebody looks at what it left. It can publish no more. */
    SETTLING(true),
    SUCCEEDED(false),
    /** It failed, or published a part and had the rest refused. */
    FAILED(false),
    CANCELLED(false),
    /** Its worker died or fell silent before it published. */
    LOST(false);

    private final boolean live;

    AttemptState(boolean live) {
        this.live = live;
    }

    public boolean isLive() {
        return live;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
