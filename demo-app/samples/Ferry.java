package orla;

/** Crosses the river when the bell is rung. */
public class Ferry {
  private static final int RINGS = 2;

  // Rung once, the ferryman only waves.
  public boolean crosses(int rings) {
    return rings >= RINGS && !"Sunday".equals(day());
  }

  private String day() {
    return "Monday";
  }
}
