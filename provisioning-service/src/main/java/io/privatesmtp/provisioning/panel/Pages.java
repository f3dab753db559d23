package io.privatesmtp.provisioning.panel;

import io.privatesmtp.provisioning.account.AccountView;
import io.privatesmtp.provisioning.address.SourceIpView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The templates. {@code error} is what the viewer just asked for and why it was refused. */
@CheckedTemplate(basePath = "panel", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class Pages {
    private Pages() {}

    static native TemplateInstance accounts(Viewer viewer, List<AccountView> accounts, @Nullable String error);

    static native TemplateInstance account(Viewer viewer, AccountPage page, @Nullable String error);

    static native TemplateInstance sourceIps(
            Viewer viewer, List<SourceIpView> addresses, Instant now, @Nullable String error);

    static native TemplateInstance refusal(Viewer viewer, @Nullable String error);
}
