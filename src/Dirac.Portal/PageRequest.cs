using System.Globalization;
using Dirac.Client.Http;
using Dirac.Client.Jobs;
using Dirac.Client.Pilots;
using Microsoft.AspNetCore.Http;

namespace Dirac.Portal;

/// <summary>What a page needs of one request.</summary>
/// <param name="connection">The REST surface, as the visitor.</param>
/// <param name="request">The request.</param>
internal sealed class PageRequest(ApiConnection connection, HttpRequest request)
{
    /// <summary>The REST surface, as the visitor.</summary>
    public ApiConnection Connection => connection;

    /// <summary>Jobs.</summary>
    public JobClient Jobs => new(connection);

    /// <summary>Pilots.</summary>
    public PilotClient Pilots => new(connection);

    /// <summary>A number in the path; the route has checked that it is one.</summary>
    /// <param name="name">Its name.</param>
    public long Number(string name) => long.Parse((string)request.RouteValues[name]!, CultureInfo.InvariantCulture);

    /// <summary>A value of the query; empty when absent.</summary>
    /// <param name="name">Its name.</param>
    public string Query(string name) => request.Query[name].ToString();
}
