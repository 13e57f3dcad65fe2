namespace Dirac.Framework.Login;

/// <summary>A login for which somebody presents the code.</summary>
/// <param name="FlowId">Its name, under which tokens are given.</param>
/// <param name="Scope">What is asked for.</param>
/// <param name="Person">Who has logged in.</param>
internal sealed record FinishedLogin(string FlowId, string Scope, LoginPerson Person)
{
    /// <summary>The login of a flow; null when nobody has logged in.</summary>
    public static FinishedLogin? Of(string flowId, string scope, string? userName, string? subject) => userName is null ? null : new(flowId, scope, new LoginPerson(userName, subject));
}
