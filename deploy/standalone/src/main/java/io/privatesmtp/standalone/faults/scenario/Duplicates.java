package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.faults.evidence.Ending;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.Letter;
import io.privatesmtp.standalone.faults.world.World;
import java.util.List;
import java.util.stream.Stream;

/** A producer that was not sure submits everything again, under the same id and key. */
final class Duplicates implements Scenario {
    @Override
    public String name() {
        return "duplicates";
    }

    @Override
    public String promise() {
        return "everything submitted twice, copies also after a kill and a rebalance: each delivered once, copies refused";
    }

    @Override
    public void run(World world, Size size) {
        var third = size.of(500, 3_400);
        var deeds = new Deeds(world);
        var one = world.worker("one");
        // the first third's copies follow at once
        var atOnce = submit(world, third);
        again(world, atOnce);
        // the second third's after a kill, without a pause for the first copies to be settled
        var afterKill = submit(world, third);
        deeds.killNow(one, "between the copies");
        again(world, afterKill);
        // the last third's when their partitions are another's, or on their way
        var afterMove = submit(world, third);
        var two = world.unstarted("two");
        two.launch();
        again(world, afterMove.subList(0, third / 2));
        world.awaitReady(two);
        again(world, afterMove.subList(third / 2, third));
        world.lookout().settle(PATIENCE);
        var others = world.lookout().observed().deadLetters().stream()
                .filter(letter -> !letter.code().equals(ErrorCode.DUPLICATE.code()))
                .count();
        world.notes().check(others == 0, others + " dead letters are not called duplicates");
    }

    private static List<Letter> submit(World world, int count) {
        var letters = Stream.generate(() -> letter(world)).limit(count).toList();
        letters.forEach(world.load()::submit);
        world.load().flush();
        return letters;
    }

    private static void again(World world, List<Letter> letters) {
        letters.forEach(world.load()::submit);
        world.load().flush();
    }

    private static Letter letter(World world) {
        return world.letters()
                .of(
                        Topics.OUTBOUND,
                        HEALTHY,
                        "m",
                        (to, source, at) -> new Mail(to, source, Ending.DELIVERED, at, 1, 1));
    }
}
