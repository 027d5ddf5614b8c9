/** The API of generated plugins: here for hosts that export it, and in the generated API jar. */
@NullMarked
package gen.api;

import org.jspecify.annotations.NullMarked;
