package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.MimeUtil;

/** Header fields that we write: checked, encoded (RFC 2047) and folded. */
final class HeaderText {
    private static final int MAX_VALUE = 30_000;

    private HeaderText() {}

    /**
     * A field whose value is free text.
     *
     * @param path what the value is called in the submission
     */
    static String unstructured(String name, String path, String value) {
        checked(path, value);
        String text = value.strip();
        if (text.isEmpty()) {
            return name + ":";
        }
        int used = name.length() + 2;
        return plain(text) ? name + ": " + MimeUtil.fold(text, used) : encodedWords(name, text);
    }

    static String encodedWords(String name, String text) {
        int used = name.length() + 2;
        // The first word is made for a short name; after a long one, words begin on the next line.
        String encoded = EncoderUtil.encodeEncodedWord(text, EncoderUtil.Usage.TEXT_TOKEN, Math.min(used, 30));
        return name + ":" + (used > 30 ? "\r\n " : " ") + encoded.replace(" ", "\r\n ");
    }

    /** @throws ContractViolation with {@link ErrorCode#HEADER_INJECTION} when the text would end its line, or is no text */
    static String checked(String path, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 && c != '\t' || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029) {
                throw new ContractViolation(
                        ErrorCode.HEADER_INJECTION,
                        path,
                        value,
                        "must not hold a line break or another control character");
            }
        }
        if (value.length() > MAX_VALUE) {
            throw new ContractViolation(ErrorCode.SCHEMA, path, null, "must be 30,000 characters long at most");
        }
        return Require.characters(path, value);
    }

    /** Whether the text survives folding: ASCII, single spaces, no word too long for a line, nothing like an encoded word. */
    private static boolean plain(String text) {
        int word = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            word = c == ' ' ? 0 : word + 1;
            boolean run = c == ' ' && text.charAt(i - 1) == ' ';
            if (c < 0x20 || c > 0x7e || word > HeaderSection.MAX_LINE / 2 || run) {
                return false;
            }
        }
        return !text.contains("=?");
    }
}
