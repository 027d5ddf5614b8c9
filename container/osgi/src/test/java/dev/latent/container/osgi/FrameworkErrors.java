package dev.latent.container.osgi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** The errors and warnings that a framework reports, from when it is made. */
final class FrameworkErrors implements FrameworkListener {

  private static final String MARK = "the last one to be heard";

  private final BundleContext user;
  private final List<String> heard = new ArrayList<>();
  private final CountDownLatch marked = new CountDownLatch(1);

  FrameworkErrors(BundleContext user) {
    this.user = user;
    user.getBundle(0).getBundleContext().addFrameworkListener(this);
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    Throwable failure = event.getThrowable();
    if (failure == null) {
      return;
    }
    if (String.valueOf(failure.getCause()).contains(MARK)) {
      marked.countDown();
      return;
    }
    synchronized (heard) {
      heard.add(event.getBundle().getSymbolicName() + ": " + failure);
    }
  }

  /** All of them so far: events come in order, so one more is made and waited for. */
  List<String> all() throws InterruptedException {
    var registration =
        user.registerService(
            Object.class.getName(),
            new ServiceFactory<Object>() {
              @Override
              public Object getService(Bundle bundle, ServiceRegistration<Object> of) {
                throw new IllegalStateException(MARK);
              }

              @Override
              public void ungetService(
                  Bundle bundle, ServiceRegistration<Object> of, Object service) {}
            },
            null);
    user.getService(registration.getReference());
    registration.unregister();
    if (!marked.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The framework told of no error for 20 s");
    }
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }
}
