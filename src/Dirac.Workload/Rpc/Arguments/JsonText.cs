using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Texts in the form in which operations take the values of a request.</summary>
internal static class JsonText
{
    public static JsonElement Of(string text) => JsonSerializer.SerializeToElement(text, ModelJsonContext.Default.String);
}
