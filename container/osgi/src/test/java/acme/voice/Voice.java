package acme.voice;

/** Says something. */
public interface Voice {

  /** What it says. */
  String say();
}
