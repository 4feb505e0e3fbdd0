package dev.daybreak.engine.duckdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * XXH64, as its author specifies it (Yann Collet, {@code doc/xxhash_spec.md} of xxHash), with the seed 42 that Spark's own functions
 * hash with.
 */
final class XxHash64 {
    private static final long SEED = 42;
    private static final int STRIPE = 32;
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private XxHash64() {}

    /** Of the four bytes of a number, the lowest first. */
    static long ofInt(int value) {
        return avalanche(fourBytes(SEED + PRIME_5 + Integer.BYTES, value));
    }

    /** Of the eight bytes of a number, the lowest first. */
    static long ofLong(long value) {
        return avalanche(eightBytes(SEED + PRIME_5 + Long.BYTES, value));
    }

    static long ofBytes(byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = (bytes.length < STRIPE ? SEED + PRIME_5 : stripes(input, SEED)) + bytes.length;
        while (input.remaining() >= Long.BYTES) {
            hash = eightBytes(hash, input.getLong());
        }
        if (input.remaining() >= Integer.BYTES) {
            hash = fourBytes(hash, input.getInt());
        }
        while (input.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ (input.get() & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    /** Four lanes that each take eight bytes in turn, as long as there are enough for all. */
    private static long stripes(ByteBuffer input, long seed) {
        long[] lanes = {seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1};
        while (input.remaining() >= STRIPE) {
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] = round(lanes[i], input.getLong());
            }
        }
        long hash = Long.rotateLeft(lanes[0], 1)
                + Long.rotateLeft(lanes[1], 7)
                + Long.rotateLeft(lanes[2], 12)
                + Long.rotateLeft(lanes[3], 18);
        for (long lane : lanes) {
            hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
        }
        return hash;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long eightBytes(long hash, long input) {
        return Long.rotateLeft(hash ^ round(0, input), 27) * PRIME_1 + PRIME_4;
    }

    private static long fourBytes(long hash, int input) {
        return Long.rotateLeft(hash ^ (input & 0xffffffffL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
    }

    private static long avalanche(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
        mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
        return mixed ^ (mixed >>> 32);
    }
}
