package dev.latent.demo.actions.sqlformat;

import com.github.vertical_blank.sqlformatter.SqlFormatter;
import com.github.vertical_blank.sqlformatter.core.FormatConfig;
import com.github.vertical_blank.sqlformatter.languages.Dialect;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;

/** Lays SQL out for people. */
public final class SqlFormat implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    Dialect dialect =
        switch (options.choice("dialect", "standard", "postgresql", "mysql", "oracle")) {
          case "postgresql" -> Dialect.PostgreSql;
          case "mysql" -> Dialect.MySql;
          case "oracle" -> Dialect.PlSql;
          default -> Dialect.StandardSql;
        };
    FormatConfig config =
        FormatConfig.builder()
            .indent(" ".repeat(options.number("indent", 2, 1, 8)))
            .uppercase(options.flag("upper", false))
            .build();
    String text = SqlFormatter.of(dialect).format(input.text(), config);
    return Document.ofText(input.name(), "application/sql", text + "\n");
  }
}
