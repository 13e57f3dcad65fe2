namespace Dirac.Framework.Login.Browser;

/// <summary>The steps between which a browser carries a <see cref="FlowTicket"/>.</summary>
internal enum FlowStepName
{
    /// <summary>From the page that asks to the click that answers.</summary>
    Confirm,

    /// <summary>To the VO's provider and back.</summary>
    Visit,
}
