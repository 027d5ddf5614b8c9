package dev.latent.demo.actions.vcardversion;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Writes address cards in another version of their format. */
@Component(
    property = {
      "action.id=vcard-version",
      "action.label=Address cards in another version",
      "action.group=Mail and dates",
      "action.from=text/vcard",
      "action.to=text/vcard",
      "action.options=version|choice:4.0:3.0:2.1|4.0|Version",
      "action.options=caret|flag|false|Encode special signs with a caret",
      "action.library=ez-vcard 0.12.2"
    })
public final class VcardVersion implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    List<VCard> cards = Ezvcard.parse(input.text()).all();
    if (cards.isEmpty()) {
      throw new IllegalArgumentException(input.name() + " holds no address card.");
    }
    VCardVersion version =
        VCardVersion.valueOfByStr(options.choice("version", "4.0", "3.0", "2.1"));
    String text =
        Ezvcard.write(cards)
            .version(version)
            .prodId(false)
            .caretEncoding(options.flag("caret", false))
            .go();
    return Document.ofText(input.name(), "text/vcard", text);
  }
}
