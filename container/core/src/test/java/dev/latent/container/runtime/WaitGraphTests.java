package dev.latent.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitGraphTests {

  private final WaitGraph graph = new WaitGraph();

  /** Work that is known by its name. */
  private record Named(String name, Thread owner, @Nullable Work outer) implements Work {

    @Override
    public String line() {
      return name;
    }
  }

  private Work begin(String name) {
    Thread thread = Thread.currentThread();
    Work work = new Named(name, thread, graph.innermost(thread));
    graph.begin(work);
    return work;
  }

  private List<String> around() {
    return graph.around().stream().map(Work::name).sorted().toList();
  }

  /** What a thread is part of that is made now. */
  private List<String> aroundAnother() throws InterruptedException {
    List<String> found = new ArrayList<>();
    Thread thread = new Thread(() -> found.addAll(around()));
    thread.start();
    thread.join();
    return found;
  }

  @Test
  void aThreadIsPartOfWhatItPerformsUntilThatEnds() {
    Work outer = begin("outer");
    Work inner = begin("inner");
    assertThat(around()).containsExactly("inner", "outer");

    graph.end(inner);
    assertThat(around()).containsExactly("outer");
    graph.end(outer);
    assertThat(around()).isEmpty();
  }

  @Test
  void aThreadIsPartOfWhatWasGoingOnWhereItWasMade() throws Exception {
    Work outer = begin("outer");
    Work inner = begin("inner");
    assertThat(aroundAnother()).containsExactly("inner", "outer");

    graph.end(inner);
    Work next = begin("next");
    assertThat(aroundAnother()).containsExactly("next", "outer");
    graph.end(next);
    graph.end(outer);
    begin("later");
    assertThat(aroundAnother()).containsExactly("later");
  }

  @Test
  void aThreadIsNoPartOfWhatBeganAfterItWasMadeOrHasEnded() throws Exception {
    Work ended = begin("ended");
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      assertThat(executor.submit(this::around).get(20, TimeUnit.SECONDS)).containsExactly("ended");
      graph.end(ended);
      begin("later");

      assertThat(executor.submit(this::around).get(20, TimeUnit.SECONDS)).isEmpty();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aThreadIsPartOfTheWorkOfThoseWhoWaitForIt() throws Exception {
    Work mine = begin("mine");
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      var waiter =
          executor.submit(
              () -> {
                Work theirs = begin("theirs");
                assertThat(graph.await(Thread.currentThread(), mine)).isNull();
                waits.countDown();
                over.await(20, TimeUnit.SECONDS);
                graph.woken(Thread.currentThread());
                graph.end(theirs);
                return null;
              });
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(around()).containsExactly("mine", "theirs");
      over.countDown();
      waiter.get(20, TimeUnit.SECONDS);
      assertThat(around()).containsExactly("mine");
    } finally {
      executor.shutdownNow();
    }
  }
}
