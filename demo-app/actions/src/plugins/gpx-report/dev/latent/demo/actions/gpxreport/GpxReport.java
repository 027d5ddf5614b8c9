package dev.latent.demo.actions.gpxreport;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import io.jenetics.jpx.GPX;
import io.jenetics.jpx.Length;
import io.jenetics.jpx.Track;
import io.jenetics.jpx.TrackSegment;
import io.jenetics.jpx.WayPoint;
import io.jenetics.jpx.geom.Geoid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Says how long a recorded walk was, and how much of it went up. */
public final class GpxReport implements DocumentAction {

  private static final double KILOMETRE = 1000;
  private static final double MILE = 1609.344;

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    boolean miles = options.choice("unit", "km", "miles").equals("miles");
    int digits = options.number("digits", 2, 0, 6);
    GPX gpx = GPX.Reader.DEFAULT.read(new ByteArrayInputStream(input.content()));
    StringBuilder csv = new StringBuilder("track,points,length_" + (miles ? "miles" : "km"));
    csv.append(",climb_m\n");
    for (Track track : gpx.getTracks()) {
      List<WayPoint> points = track.segments().flatMap(TrackSegment::points).toList();
      Length length = points.stream().collect(Geoid.WGS84.toPathLength());
      csv.append('"').append(track.getName().orElse("").replace("\"", "\"\"")).append("\",");
      csv.append(points.size()).append(',');
      csv.append(
          String.format(
              Locale.ROOT, "%." + digits + "f", length.doubleValue() / (miles ? MILE : KILOMETRE)));
      csv.append(',').append(Math.round(climb(points))).append('\n');
    }
    return Document.ofText(input.nameWithExtension("csv"), "text/csv", csv.toString());
  }

  private static double climb(List<WayPoint> points) {
    double climb = 0;
    for (int i = 1; i < points.size(); i++) {
      double before = points.get(i - 1).getElevation().map(Length::doubleValue).orElse(0.0);
      double after = points.get(i).getElevation().map(Length::doubleValue).orElse(before);
      climb += Math.max(0, after - before);
    }
    return climb;
  }
}
