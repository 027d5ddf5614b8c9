package gen.api;

/** What each generated plugin offers: some work that uses a known number of its classes. */
public interface Work {

  /**
   * Works.
   *
   * @param seed where to start from
   * @return a checksum, the same for the same plugin and seed
   */
  long run(long seed);
}
