package dev.daybreak.lineage.graph;

/** One node is made from another. */
public record LineageEdge(LineageNode from, LineageNode to, Kind kind) implements Comparable<LineageEdge> {
    /** How a node uses another. */
    public enum Kind {
        /** Its values are copied or computed from it. */
        DIRECT,
        /** It only decides which rows there are and how they are grouped or ordered. */
        INDIRECT
    }

    @Override
    public int compareTo(LineageEdge other) {
        int byFrom = from.compareTo(other.from);
        int byTo = byFrom != 0 ? byFrom : to.compareTo(other.to);
        return byTo != 0 ? byTo : kind.compareTo(other.kind);
    }
}
