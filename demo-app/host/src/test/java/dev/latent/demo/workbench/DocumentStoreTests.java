package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.demo.api.Document;
import dev.latent.demo.workbench.StoredDocument.Origin;
import org.junit.jupiter.api.Test;

class DocumentStoreTests {

  private final DocumentStore store = new DocumentStore();

  @Test
  void uploadsAreRefusedWhenItIsFull() {
    byte[] large = new byte[DocumentStore.MOST_BYTES];
    for (int i = 0; i < 5; i++) {
      store.add(Origin.UPLOAD, new Document("a.bin", MediaTypes.BINARY, large));
    }
    assertThatThrownBy(
            () -> store.add(Origin.UPLOAD, Document.ofText("b.md", "text/markdown", "x")))
        .hasMessage(
            "The workbench is full: it holds 5 documents of yours, 102400 kB. Remove one first.");
  }

  @Test
  void resultsPushOutTheOldestAndNothingElse() {
    StoredDocument upload = add(Origin.UPLOAD);
    StoredDocument first = add(Origin.RESULT);
    StoredDocument second = add(Origin.RESULT);
    for (int i = 0; i < DocumentStore.MOST_RESULTS - 1; i++) {
      add(Origin.RESULT);
    }
    assertThat(store.find(first.id())).isEmpty();
    assertThat(store.find(second.id())).isPresent();
    assertThat(store.find(upload.id())).isPresent();
  }

  @Test
  void samplesCannotBeRemoved() {
    assertThat(store.remove(add(Origin.SAMPLE).id())).isFalse();
    assertThat(store.remove(add(Origin.RESULT).id())).isTrue();
    assertThat(store.remove(add(Origin.UPLOAD).id())).isTrue();
    assertThat(store.remove("nothing")).isFalse();
  }

  @Test
  void aResultSaysWhatMadeItAndIsListed() {
    StoredDocument result =
        store.addResult(Document.ofText("a.txt", "text/plain", "x"), "Upper case");
    assertThat(result.by()).isEqualTo("Upper case");
    assertThat(store.documents()).containsExactly(result);
  }

  @Test
  void namesAreNoPathsAndFitIntoAHeader() {
    assertThat(DocumentStore.plainName("../a/b.md")).isEqualTo("b.md");
    assertThat(DocumentStore.plainName("..")).isEqualTo("document");
    assertThat(DocumentStore.plainName("a\r\nb\".md")).isEqualTo("a__b_.md");
    assertThat(DocumentStore.plainName("x".repeat(500))).hasSize(120);
  }

  private StoredDocument add(Origin origin) {
    return store.add(origin, Document.ofText("a.txt", "text/plain", "x"));
  }
}
