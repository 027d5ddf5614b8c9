<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:param name="title" select="'Stations'"/>
  <xsl:template match="/line">
    <html>
      <head><title><xsl:value-of select="$title"/></title></head>
      <body>
        <h1><xsl:value-of select="$title"/></h1>
        <p><xsl:value-of select="@name"/>, opened <xsl:value-of select="@opened"/></p>
        <table>
          <xsl:for-each select="station">
            <xsl:sort select="name"/>
            <tr><td><xsl:value-of select="name"/></td><td><xsl:value-of select="km"/> km</td></tr>
          </xsl:for-each>
        </table>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
