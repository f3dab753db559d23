package io.privatesmtp.bus;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The contract is for everybody, so it depends on hardly anything. */
class ContractRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.privatesmtp.bus");

    @Test
    void recordsNeedJavaAndAnnotationsOnly() {
        classes()
                .that(not(belongToAnyOf(Json.class)))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.privatesmtp.bus..",
                        "org.jspecify.annotations",
                        "com.fasterxml.jackson.annotation")
                .check(CLASSES);
    }

    @Test
    void jsonNeedsJacksonBesides() {
        classes()
                .that(belongToAnyOf(Json.class))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "io.privatesmtp.bus..", "org.jspecify.annotations", "com.fasterxml.jackson..")
                .check(CLASSES);
    }

    // The root package is left out: Json and Topics are known to the events, which know its value types.
    @Test
    void noTwoRoomsNeedEachOther() {
        slices().matching("io.privatesmtp.bus.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theRootNeedsNoRoom() {
        noClasses()
                .that()
                .resideInAPackage("io.privatesmtp.bus")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.privatesmtp.bus.*..")
                .check(CLASSES);
    }

    @Test
    void nothingHereKnowsTheTime() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }
}
