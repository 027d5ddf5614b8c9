package dev.latent.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTests {

  @Test
  void valuesOfEveryKindAreWritten() {
    assertThat(Json.write(Arrays.asList(1, 2.5, true, null, "a", List.of(), Map.of())))
        .isEqualTo("[1,2.5,true,null,\"a\",[],{}]");
    assertThat(Json.write(Describe.map("a", 1, "b", null))).isEqualTo("{\"a\":1,\"b\":null}");
  }

  @Test
  void textsAreEscaped() {
    assertThat(Json.write("\"\\\n\r\t\u0001</script>&\u2028é"))
        .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0001\\u003c/script\\u003e\\u0026\\u2028é\"");
  }
}
