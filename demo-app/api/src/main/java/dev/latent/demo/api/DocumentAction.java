package dev.latent.demo.api;

/**
 * Something that can be done with a document. Offered as a service; all that the workbench shows of
 * an action before it runs comes from the attributes of the service, none from the object:
 *
 * <ul>
 *   <li>{@code action.id}: a short, unique name, for example {@code markdown-html}
 *   <li>{@code action.label}: what a user reads on the button
 *   <li>{@code action.group}: the heading that it stands under
 *   <li>{@code action.from}: a list of the media types that it takes; {@code text/*} takes all
 *       texts, {@code *}{@code /*} all documents
 *   <li>{@code action.to}: the media type that it gives
 *   <li>{@code action.options}: a list, an option an entry: {@code name|type|default|label}, where
 *       type is {@code text}, {@code flag}, {@code number:least:most}, {@code choice:word:word…} or
 *       {@code document:mediatype:mediatype…}; the last one means a further document of the
 *       workbench, which the action gets from {@link ActionOptions#document}. A default never holds
 *       a {@code |}
 *   <li>{@code action.library}: name and version of the library that does the work
 * </ul>
 *
 * <p>As OSGi reads properties, a list of one may also be a plain text.
 */
public interface DocumentAction {

  /**
   * Runs the action. Called from any thread, several at once.
   *
   * @param input the document
   * @param options the options that the user set
   * @return the result
   * @throws Exception if it can't be done; the message is shown to the user
   */
  Document run(Document input, ActionOptions options) throws Exception;
}
