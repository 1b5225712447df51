package health.authz.authorization.domain;

import health.authz.events.NoteId;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The notes of one authorization by id, unchangeable, each change in logarithmic time: a history of many thousand notes
 * folds without copying them all for each event.
 *
 * <p>A treap whose priorities come from the ids, so its shape depends on its content alone and two equal contents are
 * equal records, in whatever order they came about.
 */
public record Notes(@Nullable Node root) {
    public static final Notes NONE = new Notes(null);

    record Node(
            @Nullable Node left,
            NoteId id,
            Note note,
            @Nullable Node right) {}

    public @Nullable Note find(NoteId id) {
        Node node = root;
        while (node != null) {
            int order = id.compareTo(node.id);
            if (order == 0) {
                return node.note;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    public Notes with(NoteId id, Note note) {
        return new Notes(put(root, id, note));
    }

    Notes without(NoteId id) {
        return new Notes(remove(root, id));
    }

    public int size() {
        return size(root);
    }

    private static int size(@Nullable Node node) {
        return node == null ? 0 : size(node.left) + 1 + size(node.right);
    }

    /** Every note with its id, in the order of the ids. */
    public void forEach(BiConsumer<NoteId, Note> each) {
        forEach(root, each);
    }

    private static void forEach(@Nullable Node node, BiConsumer<NoteId, Note> each) {
        if (node != null) {
            forEach(node.left, each);
            each.accept(node.id, node.note);
            forEach(node.right, each);
        }
    }

    public boolean anyMatch(Predicate<Note> predicate) {
        return anyMatch(root, predicate);
    }

    private static boolean anyMatch(@Nullable Node node, Predicate<Note> predicate) {
        return node != null
                && (predicate.test(node.note) || anyMatch(node.left, predicate) || anyMatch(node.right, predicate));
    }

    private static Node put(@Nullable Node node, NoteId id, Note note) {
        if (node == null) {
            return new Node(null, id, note, null);
        }
        int order = id.compareTo(node.id);
        if (order == 0) {
            return new Node(node.left, id, note, node.right);
        }
        if (order < 0) {
            Node left = put(node.left, id, note);
            return above(left, node)
                    ? new Node(left.left, left.id, left.note, new Node(left.right, node.id, node.note, node.right))
                    : new Node(left, node.id, node.note, node.right);
        }
        Node right = put(node.right, id, note);
        return above(right, node)
                ? new Node(new Node(node.left, node.id, node.note, right.left), right.id, right.note, right.right)
                : new Node(node.left, node.id, node.note, right);
    }

    private static @Nullable Node remove(@Nullable Node node, NoteId id) {
        if (node == null) {
            return null;
        }
        int order = id.compareTo(node.id);
        if (order == 0) {
            return merge(node.left, node.right);
        }
        return order < 0
                ? new Node(remove(node.left, id), node.id, node.note, node.right)
                : new Node(node.left, node.id, node.note, remove(node.right, id));
    }

    private static @Nullable Node merge(@Nullable Node left, @Nullable Node right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return above(left, right)
                ? new Node(left.left, left.id, left.note, merge(left.right, right))
                : new Node(merge(left, right.left), right.id, right.note, right.right);
    }

    private static boolean above(Node one, Node other) {
        int order = Integer.compare(priority(one.id), priority(other.id));
        return order > 0 || (order == 0 && one.id.compareTo(other.id) > 0);
    }

    /** Spreads the hash of the text, whose neighbours ("n-1", "n-2") would line up (the finisher of MurmurHash 3). */
    private static int priority(NoteId id) {
        int hash = id.value().hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
