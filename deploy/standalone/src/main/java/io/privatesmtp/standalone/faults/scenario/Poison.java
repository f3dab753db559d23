package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.standalone.faults.world.Letter;
import io.privatesmtp.standalone.faults.world.PoisonLetters;
import io.privatesmtp.standalone.faults.world.Worker;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One record of a hundred is broken, in every way that producers find. Clean and poisoned batches alternate. */
final class Poison implements Scenario {
    private static final double LIMIT = 0.95;

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String promise() {
        return "one broken record of a hundred: all in the dead letters with a code, throughput at least 95 % of a clean run";
    }

    @Override
    public void run(World world, Size size) {
        var batch = size.of(3_000, 10_000);
        var rounds = size.of(3, 10);
        var one = world.worker("one");
        var poison = new PoisonLetters(HEALTHY);
        Supplier<Letter> clean = world.letters().plainTo(HEALTHY);
        Supplier<Letter> poisoned = () -> world.letters().written() % 100 == 50 ? poison(world, poison) : clean.get();
        batch(world, one, batch, clean); // the first is for the compiler
        batch(world, one, batch, poisoned);
        var cleanCost = Duration.ZERO;
        var poisonCost = Duration.ZERO;
        for (int round = 1; round <= rounds; round++) {
            world.notes().progress("round " + round + " of " + rounds);
            cleanCost = cleanCost.plus(batch(world, one, batch, clean));
            poisonCost = poisonCost.plus(batch(world, one, batch, poisoned));
        }
        report(world, rounds * batch, cleanCost, poisonCost);
        letters(world);
    }

    private static Letter poison(World world, PoisonLetters poison) {
        world.letters().skip();
        return poison.next();
    }

    /** What the worker took of the processors: on a machine with other things to do, the clock tells less. */
    private static Duration batch(World world, Worker worker, int count, Supplier<Letter> letters) {
        var cpu = worker.cpu();
        world.load().submit(count, letters);
        world.lookout().settle(PATIENCE);
        return worker.cpu().minus(cpu);
    }

    private static void report(World world, int records, Duration clean, Duration poisoned) {
        var ratio = (double) clean.toNanos() / poisoned.toNanos();
        world.notes()
                .figure(
                        ("worker's CPU seconds for 1,000 records: %.3f clean, %.3f poisoned; throughput %.2f of a clean run"
                                        + " (limit %.2f); %d records each")
                                .formatted(
                                        perThousand(clean, records),
                                        perThousand(poisoned, records),
                                        ratio,
                                        LIMIT,
                                        records));
        world.notes().check(ratio >= LIMIT, "the throughput is %.2f of a clean run".formatted(ratio));
    }

    private static void letters(World world) {
        var codes = new TreeMap<String, Integer>();
        world.lookout().observed().deadLetters().forEach(letter -> codes.merge(letter.code(), 1, Integer::sum));
        world.notes().figure("dead letters by code: " + codes);
        codes.keySet()
                .forEach(code -> world.notes()
                        .check(
                                Arrays.stream(ErrorCode.values())
                                        .anyMatch(known -> known.code().equals(code)),
                                "dead letters with the unknown code \"" + code + "\""));
    }

    private static double perThousand(Duration cpu, int records) {
        return cpu.toNanos() / 1e6 / records;
    }
}
