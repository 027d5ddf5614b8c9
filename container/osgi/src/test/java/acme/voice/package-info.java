/** The host's copy of an interface that plugins of tests have copies of, too. */
@NullMarked
package acme.voice;

import org.jspecify.annotations.NullMarked;
