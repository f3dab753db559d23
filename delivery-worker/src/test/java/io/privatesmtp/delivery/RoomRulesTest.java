package io.privatesmtp.delivery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rooms of the worker and what may stand in them. */
class RoomRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.privatesmtp.delivery");

    @Test
    void onlyTheSmtpRoomKnowsTheMailClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..delivery.smtp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.ext.mail..")
                .check(CLASSES);
    }

    @Test
    void onlyConsumersAndPublishersKnowKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..delivery.control..",
                        "..delivery.intake..",
                        "..delivery.receipt..",
                        "..delivery.retry..",
                        "..delivery.outcome..",
                        "..delivery.route..",
                        "..delivery.seen..",
                        "..delivery.suppression..",
                        "..delivery.egress..",
                        "..delivery.quota..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Wiring")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(CLASSES);
    }

    @Test
    void noTwoRoomsNeedEachOther() {
        slices().matching("io.privatesmtp.delivery.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
