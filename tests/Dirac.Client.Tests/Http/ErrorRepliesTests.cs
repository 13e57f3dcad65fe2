using System.Text.Json;
using Dirac.Client.Http;

namespace Dirac.Client.Tests.Http;

public sealed class ErrorRepliesTests
{
    [Theory]
    [InlineData("""{"detail": "No such job.", "code": "NotFound"}""", "No such job.")]
    [InlineData("""{"detail": [{"type": "extra_forbidden", "loc": ["body", "message", "x"], "msg": "There is no x here."}]}""", "body.message.x: There is no x here.")]
    [InlineData("""{"detail": [{"loc": ["body", 0], "msg": "One."}, {"loc": ["query", "n"], "msg": "Two."}]}""", "body.0: One.\nquery.n: Two.")]
    [InlineData("""{"detail": [{"loc": "body"}, 7]}""", "{\"loc\": \"body\"}\n7")]
    [InlineData("""{"detail": {"success": {}}}""", """{"success": {}}""")]
    [InlineData("""["odd"]""", """["odd"]""")]
    public void Parse_AnyShape_SaysWhatAPersonCanRead(string body, string detail)
    {
        using var document = JsonDocument.Parse(body);

        Assert.Equal(detail, ErrorReplies.Parse(document.RootElement).Detail);
    }
}
