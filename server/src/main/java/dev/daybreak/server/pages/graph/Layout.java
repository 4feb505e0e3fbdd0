package dev.daybreak.server.pages.graph;

import dev.daybreak.server.pages.graph.Drawing.Area;
import dev.daybreak.server.pages.graph.Drawing.Path;
import dev.daybreak.server.pages.graph.Sketch.Box;
import dev.daybreak.server.pages.graph.Sketch.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkConnectableShape;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Finds a place for everything in a sketch, in layers (Sugiyama, Tagawa, Toda: Methods for Visual Understanding of Hierarchical System
 * Structures, 1981), as the Eclipse Layout Kernel does it. The same sketch gets the same places. For one sketch, and one thread.
 */
final class Layout {
    static {
        // Outside of Eclipse nobody else does this, and properties could not be copied.
        LayoutMetaDataService.initElkReflect();
    }

    private static final double BETWEEN_LAYERS = 56;
    private static final double BETWEEN_BOXES = 14;
    private static final double MARGIN = 12;
    /** Above what is in a frame, for its name. */
    private static final double FRAME_HEAD = 30;

    private final Sketch sketch;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> frames = new LinkedHashMap<>();
    private final Map<String, ElkNode> boxes = new LinkedHashMap<>();
    private final Map<String, ElkPort> ports = new LinkedHashMap<>();
    private final Map<Line, ElkEdge> edges = new LinkedHashMap<>();

    private Layout(Sketch sketch) {
        this.sketch = sketch;
    }

    static Drawing of(Sketch sketch) {
        Layout layout = new Layout(sketch);
        layout.build();
        new LayeredLayoutProvider().layout(layout.root, new BasicProgressMonitor());
        return layout.drawing();
    }

    private void build() {
        space(root, MARGIN);
        root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(LayeredOptions.MERGE_HIERARCHY_EDGES, false);
        root.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        for (Box box : sketch.boxes()) {
            ElkNode parent = box.group().isEmpty() ? root : frames.computeIfAbsent(box.group(), name -> frame());
            ElkNode node = ElkGraphUtil.createNode(parent);
            node.setDimensions(box.width(), box.height());
            node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
            boxes.put(box.id(), node);
        }

        for (Line line : new LinkedHashSet<>(sketch.lines())) {
            edges.put(
                    line,
                    ElkGraphUtil.createSimpleEdge(
                            port(line.from(), line.fromRow(), PortSide.EAST),
                            port(line.to(), line.toRow(), PortSide.WEST)));
        }
    }

    private ElkNode frame() {
        ElkNode frame = ElkGraphUtil.createNode(root);
        space(frame, MARGIN);
        frame.setProperty(LayeredOptions.MERGE_HIERARCHY_EDGES, false);
        frame.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        frame.setProperty(LayeredOptions.PADDING, new ElkPadding(FRAME_HEAD, MARGIN, MARGIN, MARGIN));
        return frame;
    }

    private static void space(ElkNode node, double padding) {
        node.setProperty(LayeredOptions.PADDING, new ElkPadding(padding));
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_BOXES);
    }

    /** Lines of one row meet in one point. */
    private ElkConnectableShape port(String id, int row, PortSide side) {
        return ports.computeIfAbsent(id + " " + row + " " + side, key -> {
            ElkNode node = boxes.get(id);
            ElkPort port = ElkGraphUtil.createPort(node);
            double y = row == Sketch.WHOLE ? Sketch.HEAD / 2.0 : Sketch.HEAD + Sketch.ROW * (row + 0.5);
            port.setLocation(side == PortSide.EAST ? node.getWidth() : 0, y);
            port.setProperty(LayeredOptions.PORT_SIDE, side);
            return port;
        });
    }

    private Drawing drawing() {
        return new Drawing(
                (int) Math.ceil(root.getWidth()),
                (int) Math.ceil(root.getHeight()),
                areas(frames),
                areas(boxes),
                edges.entrySet().stream()
                        .map(entry -> new Path(entry.getKey(), way(entry.getValue())))
                        .toList());
    }

    private static Map<String, Area> areas(Map<String, ElkNode> nodes) {
        Map<String, Area> areas = new LinkedHashMap<>();
        nodes.forEach((id, node) -> areas.put(
                id, new Area(round(left(node)), round(top(node)), round(node.getWidth()), round(node.getHeight()))));
        return areas;
    }

    /** Places are told from the corner of what holds them. */
    private static double left(ElkNode node) {
        return node.getParent() == null ? 0 : node.getX() + left(node.getParent());
    }

    private static double top(ElkNode node) {
        return node.getParent() == null ? 0 : node.getY() + top(node.getParent());
    }

    private static String way(ElkEdge edge) {
        double x = left(edge.getContainingNode());
        double y = top(edge.getContainingNode());
        StringBuilder way = new StringBuilder();
        for (ElkEdgeSection section : edge.getSections()) {
            List<double[]> points = new ArrayList<>();
            points.add(new double[] {section.getStartX(), section.getStartY()});
            for (ElkBendPoint bend : section.getBendPoints()) {
                points.add(new double[] {bend.getX(), bend.getY()});
            }
            points.add(new double[] {section.getEndX(), section.getEndY()});
            for (int i = 0; i < points.size(); i++) {
                way.append(i == 0 ? 'M' : 'L')
                        .append(round(points.get(i)[0] + x))
                        .append(' ')
                        .append(round(points.get(i)[1] + y));
            }
        }
        return way.toString();
    }

    private static int round(double value) {
        return (int) Math.round(value);
    }
}
