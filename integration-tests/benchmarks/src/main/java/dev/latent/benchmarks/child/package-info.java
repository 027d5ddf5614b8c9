/**
 * What runs in the JVMs that are measured: a main class for each system. Free of lambdas, streams
 * and formatting, which would load classes that are not the system's.
 */
@NullMarked
package dev.latent.benchmarks.child;

import org.jspecify.annotations.NullMarked;
