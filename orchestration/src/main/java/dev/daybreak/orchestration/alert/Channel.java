package dev.daybreak.orchestration.alert;

import java.util.List;

/** A way for messages to get to a target. Thread-safe. */
interface Channel {
    /**
     * Sends a message; returns when the target has accepted it. An interrupt ends the sending.
     *
     * @throws Exception with a message for people if it has not
     */
    void send(Message message) throws Exception;

    /** What must not be told, whatever a failure says. */
    List<String> secrets();
}
